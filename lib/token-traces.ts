/**
 * Stops cdktf from taking an unlimited stack trace for every token: at 1,000 instances more than half of the time, and several times
 * that with source maps. cdktf captures onto plain objects, which nobody else does; errors keep their traces. The price: cdktf's messages about
 * a token no longer say where it was made. For programs, such as main.ts; a library must not change a global for its users.
 */
export function withoutTokenTraces(): void {
  const capture = Error.captureStackTrace;
  Error.captureStackTrace = (target, below) => {
    if (Object.getPrototypeOf(target) !== Object.prototype) capture.call(Error, target, below);
  };
}
