const { MARK } = require("../jest/not-tried") as { readonly MARK: string };

/** Leaves a suite out. The last lines of the run say why, and what to set: the reason continues "not tried (4 tests): …". */
export function skipWith(name: string, why: string, body: () => void): void {
  describe.skip(`${name}${MARK}${why}`, body);
}
