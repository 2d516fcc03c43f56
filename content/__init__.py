"""Words: what people are asked, and every sentence they read. Data and its loader; imports nothing of ours."""
