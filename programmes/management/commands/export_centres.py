from programmes.exports import centres
from programmes.management.export_command import ExportCommand


class Command(ExportCommand):
    help = "Write all centres into a table (CSV or XLSX) that import_centres reads back."
    header = centres.HEADER

    def rows(self):
        return centres.rows()
