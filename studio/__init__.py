"""The web: views, presenters, roles, pages. The application is made by `studio.application.create_app`."""
