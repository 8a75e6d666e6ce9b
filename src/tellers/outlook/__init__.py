"""What may still happen: decided, needed, odds, calls, calibration."""
