def create_demo(**options):
    pass
