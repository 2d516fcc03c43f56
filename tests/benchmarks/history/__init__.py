"""What a request costs after two weeks, two years and five years of a team's history, played by the use cases."""
