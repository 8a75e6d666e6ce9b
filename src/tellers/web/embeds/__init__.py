"""What other sites may show of a night: boards, contests, maps and charts in frames and as images, and oEmbed."""
