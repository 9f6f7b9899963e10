export type Build = {
  /** The folder with the Dockerfile. */
  context: string
  tag: string
  parameters?: Record<string, string>
  /** Files that are readable during the build but not part of the image. */
  secrets?: Record<string, string>
}

export type Run = {
  image: string
  environment: Record<string, string>
  /** Folders of this machine, mounted read-only. */
  mounts: Record<string, string>
}

export type Container = {
  /** Runs a command in the server's container. */
  execute: (command: readonly string[], input?: string) => Promise<{ code: number; output: string }>
  /** Sends SIGTERM and kills after ten seconds. Returns the server's exit code. */
  stop: () => Promise<number>
  output: () => Promise<string>
  /** Files that the server wrote outside of /data and /tmp. Empty if the root is read-only. */
  strayFiles: () => Promise<string[]>
}

export type ImageSettings = { command: string[]; healthCheck: string[] }

/** A program that builds images and runs containers on this machine's network. */
export type Engine = {
  /** The name with its version. */
  name: string
  pull: (image: string) => Promise<boolean>
  build: (build: Build) => Promise<void>
  readSettings: (image: string) => Promise<ImageSettings>
  start: (run: Run) => Promise<Container>
  /** Removes all images, containers and volumes it created. */
  removeAll: () => Promise<void>
}

export const buildFlags = ({ parameters = {}, secrets = {} }: Build): string[] => [
  ...Object.entries(parameters).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
  ...Object.entries(secrets).flatMap(([id, file]) => ['--secret', `id=${id},src=${file}`]),
]

export const environmentFlags = (environment: Record<string, string>): string[] =>
  Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`])

export const mountFlags = (mounts: Record<string, string>): string[] =>
  Object.entries(mounts).flatMap(([inside, outside]) => ['--volume', `${outside}:${inside}:ro`])

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

/** Finds the first value of this key at any depth. Each engine nests an image's settings differently. */
const findKey = (value: unknown, key: RegExp): unknown => {
  if (typeof value !== 'object' || value === null) return undefined
  const entries = Object.entries(value)
  const direct = entries.find(([name, each]) => key.test(name) && each !== null)
  return direct ? direct[1] : entries.map(([, each]) => findKey(each, key)).find((each) => each !== undefined)
}

export const parseSettings = (inspected: string): ImageSettings => {
  const all: unknown = JSON.parse(inspected)
  const command = findKey(all, /^Cmd$/)
  const test = findKey(findKey(all, /^Healthcheck$/i), /^Test$/)
  if (!isStrings(command) || !isStrings(test)) throw new Error('The image has no command or no health check')
  // The first word names the format of the rest.
  return { command, healthCheck: test.slice(1) }
}
