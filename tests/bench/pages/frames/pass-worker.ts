// What any transform costs: every frame goes through a worker, and nothing is done to it.

interface TransformEvent extends Event {
  readonly transformer: {
    readonly readable: ReadableStream<unknown>;
    readonly writable: WritableStream<unknown>;
  };
}

addEventListener('rtctransform', (event) => {
  const { readable, writable } = (event as TransformEvent).transformer;
  const through = new TransformStream<unknown, unknown>({
    transform: (frame, to) => to.enqueue(frame),
  });
  void readable.pipeThrough(through).pipeTo(writable);
});
