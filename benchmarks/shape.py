"""What both rivals share: the columns they read, the columns they give, the thresholds and units."""

THREADS = 2
GAPS = (0, 1, 5, 10, 20, 60)  # minutes
GAP = 20  # the threshold in force
MINUTE_MS = 60_000
HOUR_MS = 3_600_000

COLUMNS = (
    *(
        "tasks",
        "tasks_unpaid",
        "sessions",
        "paid_hours",
        "unpaid_work_hours",
        "waiting_hours",
        "working_hours",
    ),
    *("utilisation", "overlap_factor", "pay", "bonus", "bonus_share", "currency"),
    *(
        "engaged_hourly_wage",
        "effective_hourly_wage",
        "minimum_wage",
        "wage_ratio",
        "required_pay",
        "shortfall",
    ),
    *("breakeven_piece_rate", *(f"effective_hourly_wage_gap{gap}" for gap in GAPS)),
)
TEXT = ("worker_id", "platform", "requester", "project", "task_id", "status")
INSTANTS = ("started_at", "ended_at")
MONEY = ("pay", "bonus")
PLACE = ("currency", "country", "timezone")
ZONES = (
    *("Africa/Nairobi", "America/Caracas", "America/Los_Angeles", "America/New_York"),
    *("Asia/Kolkata", "Europe/Paris", "Indian/Antananarivo"),
)
