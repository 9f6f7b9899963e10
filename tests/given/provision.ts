import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Programs that the tests start for real. */
export type Programs = { initdb: string; postgres: string; chromium: string }

const onPath = (name: string): string | null =>
  (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((directory) => path.join(directory, name))
    .find((file) => existsSync(file)) ?? null

// Debian keeps the server's programs of each version in a folder of their own.
const postgresProgram = (name: string): string | null => {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base) ? readdirSync(base).sort((one, other) => Number(other) - Number(one)) : []
  const found = versions
    .map((version) => path.join(base, version, 'bin', name))
    .find((file) => existsSync(file))
  return found ?? onPath(name)
}

const chromium = (): string | null =>
  onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome')

const NEEDED = [
  { package: 'redis-server', there: () => onPath('redis-server') !== null },
  {
    package: 'postgresql',
    there: () => postgresProgram('initdb') !== null && postgresProgram('postgres') !== null,
  },
  { package: 'chromium', there: () => chromium() !== null },
]

const missing = (): string[] => NEEDED.filter((part) => !part.there()).map((part) => part.package)

const POLICY = '/usr/sbin/policy-rc.d'

const install = (packages: string[]): void => {
  // Without this Debian starts the servers it installs, and they would outlive the tests.
  const hadPolicy = existsSync(POLICY)
  if (!hadPolicy) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    spawnSync('apt-get', ['update'], { stdio: 'inherit', env })
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { stdio: 'inherit', env })
  } finally {
    if (!hadPolicy) rmSync(POLICY)
  }
}

/** Finds what the tests need, installing it where that is allowed; throws with the names of what is missing. */
export const provision = (): Programs => {
  const wanted = missing()
  if (wanted.length > 0 && process.getuid?.() === 0 && onPath('apt-get')) install(wanted)
  const still = missing()
  if (still.length > 0)
    throw new Error(`The tests need: ${still.join(', ')}. On Debian: apt-get install ${still.join(' ')}`)
  return {
    initdb: postgresProgram('initdb') ?? '',
    postgres: postgresProgram('postgres') ?? '',
    chromium: chromium() ?? '',
  }
}
