"""What a request costs after two weeks, two years and five years of a team that was played by the use cases."""
