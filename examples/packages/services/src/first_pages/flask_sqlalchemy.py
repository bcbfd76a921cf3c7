from flask import Flask
from flask_sqlalchemy import SQLAlchemy


def example() -> None:
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    database = SQLAlchemy(app)

    class User(database.Model):
        id = database.Column(database.Integer, primary_key=True)
        name = database.Column(database.String)

    with app.app_context():
        database.create_all()
        database.session.add(User(name="Ann"))
        database.session.commit()
        assert database.session.execute(database.select(User.name)).scalars().all() == ["Ann"]
