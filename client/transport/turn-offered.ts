/** Whether there is a TURN server here; all that a page may know before anybody is let in. */
export async function turnOffered(): Promise<boolean> {
  try {
    return (await (await fetch('/turn')).text()) === 'yes';
  } catch {
    return false;
  }
}
