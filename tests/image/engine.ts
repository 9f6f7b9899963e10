export type Build = {
  /** Folder with the Dockerfile. */
  context: string
  tag: string
  parameters?: Record<string, string>
  /** Files that are readable while the image is built and are not part of it. */
  secrets?: Record<string, string>
}

export type Run = {
  image: string
  environment: Record<string, string>
  /** Folders of this machine, mounted read-only. */
  mounts: Record<string, string>
}

export type Container = {
  /** Runs a command beside the server, in the same container. */
  execute: (command: readonly string[], input?: string) => Promise<{ code: number; output: string }>
  /** Sends SIGTERM, waits for the end, kills after ten seconds; returns the exit code of the server. */
  stop: () => Promise<number>
  output: () => Promise<string>
  /** Files that the server wrote outside of /data and /tmp. Empty where the root is read-only. */
  strayFiles: () => Promise<string[]>
}

export type ImageSettings = { command: string[]; healthCheck: string[] }

/** A program that builds images and runs containers, with the network of this machine. */
export type Engine = {
  /** With its version, for people. */
  name: string
  pull: (image: string) => Promise<boolean>
  build: (build: Build) => Promise<void>
  readSettings: (image: string) => Promise<ImageSettings>
  start: (run: Run) => Promise<Container>
  /** Removes every image, container and volume that it made. */
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

/** The first value under this key at any depth: each engine nests the settings of an image in its own way. */
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
  // The first word says in which form the rest is written.
  return { command, healthCheck: test.slice(1) }
}
