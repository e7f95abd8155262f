const running: (() => void)[] = [];

/** Ends every picture and voice made so far. */
export function release(): void {
  for (const end of running.splice(0)) end();
}

/** A moving picture that needs no camera: a simple figure against a window. */
export function picture(width: number, height: number, tone: number): MediaStream {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  let frame = 0;
  const draw = (): void => {
    if (pen === null) return;
    pen.fillStyle = `hsl(${String(tone)} 25% 62%)`;
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = `hsl(${String(tone)} 35% 88%)`;
    pen.fillRect(width * 0.08, height * 0.08, width * 0.28, height * 0.55);
    pen.fillStyle = `hsl(${String(tone + 160)} 22% 30%)`;
    pen.beginPath();
    pen.ellipse(width / 2, height * 1.05, height * 0.42, height * 0.45, 0, 0, 7);
    pen.fill();
    pen.fillStyle = 'hsl(28 45% 68%)';
    pen.beginPath();
    pen.arc(width / 2, height * 0.42 + (frame++ % 2), height * 0.19, 0, 7);
    pen.fill();
  };
  draw();
  const timer = setInterval(draw, 100);
  running.push(() => clearInterval(timer));
  return canvas.captureStream(10);
}

/** A steady tone that needs no microphone; silent on the loudspeaker. */
export function voice(): MediaStream {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const level = context.createGain();
  level.gain.value = 0.08;
  const out = context.createMediaStreamDestination();
  tone.connect(level).connect(out);
  tone.start();
  running.push(() => void context.close());
  return out.stream;
}
