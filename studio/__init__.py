"""The web: views, presenters, roles, pages. The application is made by create_app."""
