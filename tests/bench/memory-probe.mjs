// Loaded into a server under measurement, before its own code: collects garbage and tells what is
// left, whenever its parent asks.
process.on('message', () => {
  globalThis.gc();
  globalThis.gc();
  process.send(process.memoryUsage());
});
// The channel to the parent alone must not keep the process alive.
process.channel.unref();
