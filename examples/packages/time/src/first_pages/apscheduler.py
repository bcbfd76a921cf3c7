from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger


def example() -> None:
    trigger = CronTrigger.from_crontab("0 9 * * mon-fri", timezone="UTC")
    after = datetime(2024, 3, 30, tzinfo=UTC)
    assert trigger.get_next_fire_time(None, after) == datetime(2024, 4, 1, 9, tzinfo=UTC)
    job = AsyncIOScheduler(timezone="UTC").add_job(print, "interval", minutes=2)
    assert str(job.trigger) == "interval[0:02:00]"
