from datetime import date

import holidays


def example() -> None:
    assert date(2024, 7, 4) in holidays.country_holidays("US")
    assert holidays.country_holidays("AT", years=2024, language="de").get("2024-10-26") == "Nationalfeiertag"
