"""What the hostile client did, told at the end."""


def pytest_terminal_summary(terminalreporter):
    """Print how many tries there were and what was answered."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, told in getattr(report, "user_properties", ()):
                if name == "fuzz" and report.when == "call":
                    line = "{kind}: {tries} tries of {wanted} (FUZZ_SEED={seed})".format(**told)
                    terminalreporter.write_line(line)
                    said = ", ".join(f"{what}: {n}" for what, n in told["answers"].items())
                    terminalreporter.write_line(f"  {said}")
                    line = "  longest: {seconds:.1f} s, {slowest}".format(**told)
                    terminalreporter.write_line(line)
