/**
 * Loads an optional peer dependency where it is used, and not with this package: whoever does not use it need not install it.
 * @param load a `require` of the package or of a file in it
 * @throws Error that names what to install
 */
export function optionalPeer<T>(peer: string, user: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // A package that is there, and misses one of its own, tells of that.
    if (code !== "MODULE_NOT_FOUND" || !message.includes(`'${peer}`)) throw error;
    throw new Error(`${user} needs the package ${peer}, which is not installed: npm install ${peer}`, { cause: error });
  }
}
