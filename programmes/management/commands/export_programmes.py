from programmes.exports import programmes
from programmes.management.export_command import ExportCommand


class Command(ExportCommand):
    help = "Write all programmes into a table (CSV or XLSX) that import_programmes reads back."
    header = programmes.HEADER

    def rows(self):
        return programmes.rows()
