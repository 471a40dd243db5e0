// Raises the events of signals that its parent names; preloaded by support/command-line.
process.on('message', (signal: NodeJS.Signals) => process.emit(signal));
process.channel!.unref();
