import proto


class Song(proto.Message):
    title = proto.Field(proto.STRING, number=1)
    year = proto.Field(proto.INT32, number=2)


def example() -> None:
    song = Song(title="Canon in D", year=1680)
    assert Song.deserialize(Song.serialize(song)) == song
    assert Song.to_dict(song)["year"] == 1680
