/**
 * The path of a file of an installed package, e.g. a font. Asked of Node itself: a bundler that sees `require.resolve`
 * answers with a number of its own, or tries to bundle a thousand fonts.
 */
export function installedFile(specifier: string): string {
  return process
    .getBuiltinModule("node:module")
    .createRequire(import.meta.url)
    .resolve(specifier);
}
