"""Requests from hosts of WASI 0.3 and to others by way of them: what the world `service` of `wasi:http` has."""
