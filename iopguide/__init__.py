"""IOP Guide: typed content becomes a static website about Intensive Outpatient Programs."""
