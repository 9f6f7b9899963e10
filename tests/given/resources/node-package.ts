// The lowest version that package.json allows, and one of each later release line that is supported.
export const NODE_VERSIONS = ['20.19.0', '22.23.5', '24.22.3'] as const

/** The npm package that holds this Node.js (`24`, `20.19`); null if none is pinned for it. */
export const findNodePackage = (version: string): string | null => {
  const pinned = NODE_VERSIONS.find((each) => each === version || each.startsWith(`${version}.`))
  return pinned && version ? `node-linux-${process.arch}@${pinned}` : null
}
