/** Loaded before a command: tells its parent at the end how much memory it had at most. */
process.channel?.unref();
process.once('exit', () => process.send?.({ residentKiB: process.resourceUsage().maxRSS }));
