from colorama import Fore, Style, just_fix_windows_console


def example() -> None:
    just_fix_windows_console()
    assert f"{Fore.RED}red{Style.RESET_ALL}" == "\x1b[31mred\x1b[0m"
