"""The smaller accounts of the demo: Mosaic prints books, Tidewater sails, and Ana works for both as well."""

from .world import Company, Guest, Key

MOSAIC = Company(
    name="Mosaic Press",
    domain="mosaic.example",
    owner="Ana Lindqvist",
    owner_address="ana@lindqvist.example",
    days=300,
    services=("www.mosaic.example", "reader.mosaic.example", "covers.mosaic.example", "Royalty statements"),
    workspaces=("Bookshop", "Reader"),
    guests=(
        Guest("Walter Finch", ("superuser",), 298, 0.3),
        Guest("Iris Novak", ("engineer",), 260, 0.7, {"reader.mosaic.example": "full"}),
        Guest("Theo Laurent", ("engineer",), 200, 1.8),
        Guest("Carmen Ruiz", ("billing",), 190, 6),
        Guest("Bram Visser", ("user",), 90, 2),
        Guest("Freya Lund", ("security_user",), 70, 4, None, ("Reader",)),
        Guest("Paul Sinclair", ("user",), 4, outcome="pending"),
    ),
    contacts=(("primary", "Walter Finch", "+46 8 5550 0110"),),
    keys=(
        Key("Iris Novak", "Reader releases", 30, 90, ("global",), ("reader.mosaic.example",)),
        Key("Ana Lindqvist", "Monthly figures", 15, 90, ("global:read",)),
    ),
)

TIDEWATER = Company(
    name="Tidewater Ferries",
    domain="tidewater.example",
    owner="Gwen Abbott",
    days=120,
    services=("timetable.tidewater.example", "tickets.tidewater.example", "Harbour cameras"),
    workspaces=("Tickets",),
    guests=(
        Guest(
            "Ana Lindqvist",
            ("engineer",),
            112,
            5,
            {"tickets.tidewater.example": "full"},
            address="ana@lindqvist.example",
        ),
        Guest("Callum Reid", ("superuser",), 100, 0.9),
        Guest("Erik Sund", ("user",), 50, 3),
    ),
)
