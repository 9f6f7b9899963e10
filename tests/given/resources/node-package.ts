// The lowest version that package.json allows, and one of each later supported release line.
export const NODE_VERSIONS = ['20.19.0', '22.23.5', '24.22.3'] as const

/** Returns the npm package of this Node.js version (`24`, `20.19`). Null if none is pinned. */
export const findNodePackage = (version: string): string | null => {
  const pinned = NODE_VERSIONS.find((each) => each === version || each.startsWith(`${version}.`))
  return pinned && version ? `node-linux-${process.arch}@${pinned}` : null
}
