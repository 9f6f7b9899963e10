import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { aptInstall, INSTALL_COMMAND } from './apt-install.ts'

/** Programs that the tests start for real. */
export type Programs = { initdb: string; postgres: string; chromium: string }

/** A Debian package, and whether its programs are here, from wherever they come. */
export type NeededPackage = { package: string; isHere: () => boolean }

// Debian keeps the administrator's programs out of the path of other users.
const DIRECTORIES = () => [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin']

export const findProgram = (...names: string[]): string | null =>
  names
    .flatMap((name) => DIRECTORIES().map((directory) => path.join(directory, name)))
    .find((file) => existsSync(file)) ?? null

// Debian keeps the server's programs of each version in a folder of their own.
const findPostgresProgram = (name: string): string | null => {
  const base = '/usr/lib/postgresql'
  const versions = existsSync(base) ? readdirSync(base).sort((one, other) => Number(other) - Number(one)) : []
  const found = versions
    .map((version) => path.join(base, version, 'bin', name))
    .find((file) => existsSync(file))
  return found ?? findProgram(name)
}

const findChromium = (): string | null => findProgram('chromium', 'chromium-browser', 'google-chrome')

const programPackage = (name: string): NeededPackage => ({
  package: name,
  isHere: () => findProgram(name) !== null,
})

export const SERVER_PACKAGES: readonly NeededPackage[] = [
  programPackage('redis-server'),
  {
    package: 'postgresql',
    isHere: () => findPostgresProgram('initdb') !== null && findPostgresProgram('postgres') !== null,
  },
]

export const TEST_PACKAGES: readonly NeededPackage[] = [
  ...SERVER_PACKAGES,
  { package: 'chromium', isHere: () => findChromium() !== null },
]

/** In addition to the packages of `npm test`. None at present. */
export const DEEP_PACKAGES: readonly NeededPackage[] = []

export const IMAGE_PACKAGES: readonly NeededPackage[] = [
  programPackage('buildah'),
  programPackage('debootstrap'),
]

const missingPackages = (needed: readonly NeededPackage[]): string[] =>
  needed.filter((each) => !each.isHere()).map((each) => each.package)

/** Installs what is missing where it may, and names it; throws with the command to run where it may not. */
export const installMissing = (needed: readonly NeededPackage[]): string[] => {
  const missing = missingPackages(needed)
  if (missing.length === 0) return []
  const mayInstall = process.getuid?.() === 0 && findProgram('apt-get') !== null
  const failures = mayInstall ? aptInstall(missing) : []
  const still = missingPackages(needed)
  if (still.length === 0) return missing
  throw new Error(
    [
      ...failures,
      `The tests need: ${still.join(', ')}. Run this as root on Debian or Ubuntu:`,
      `  apt-get update && ${INSTALL_COMMAND} ${still.join(' ')}`,
    ].join('\n'),
  )
}

export const findServerPrograms = (): Pick<Programs, 'initdb' | 'postgres'> => ({
  initdb: findPostgresProgram('initdb') ?? '',
  postgres: findPostgresProgram('postgres') ?? '',
})

/** Finds what the tests start, and installs what is missing; throws with the command to run where it may not. */
export const provision = ({ withBrowser }: { withBrowser: boolean }): Programs => {
  installMissing(withBrowser ? TEST_PACKAGES : SERVER_PACKAGES)
  return { ...findServerPrograms(), chromium: findChromium() ?? '' }
}
