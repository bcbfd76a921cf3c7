"""What an app can know and say about the component that it runs in."""
