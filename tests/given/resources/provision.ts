import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { aptInstall, INSTALL_COMMAND } from './apt-install.ts'

/** Programs that the tests start. */
export type Programs = { initdb: string; postgres: string; chromium: string }

/** A Debian package, and whether its programs are installed from any source. */
export type NeededPackage = { package: string; isInstalled: () => boolean }

// Debian's path for other users lacks the administrator's programs.
const DIRECTORIES = () => [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin']

export const findProgram = (...names: string[]): string | null =>
  names
    .flatMap((name) => DIRECTORIES().map((directory) => path.join(directory, name)))
    .find((file) => existsSync(file)) ?? null

// Debian installs the server programs of each version in a separate folder.
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
  isInstalled: () => findProgram(name) !== null,
})

export const SERVER_PACKAGES: readonly NeededPackage[] = [
  programPackage('redis-server'),
  {
    package: 'postgresql',
    isInstalled: () => findPostgresProgram('initdb') !== null && findPostgresProgram('postgres') !== null,
  },
]

export const TEST_PACKAGES: readonly NeededPackage[] = [
  ...SERVER_PACKAGES,
  { package: 'chromium', isInstalled: () => findChromium() !== null },
]

/** Packages beyond those of `npm test`. None at present. */
export const DEEP_PACKAGES: readonly NeededPackage[] = []

export const IMAGE_PACKAGES: readonly NeededPackage[] = [
  programPackage('buildah'),
  programPackage('debootstrap'),
]

const missingPackages = (needed: readonly NeededPackage[]): string[] =>
  needed.filter((each) => !each.isInstalled()).map((each) => each.package)

/** Installs missing packages if allowed and returns them. Otherwise throws with the command to run. */
export const installMissing = (needed: readonly NeededPackage[]): string[] => {
  const missing = missingPackages(needed)
  if (missing.length === 0) return []
  const mayInstall = process.getuid?.() === 0 && findProgram('apt-get') !== null
  const failures = mayInstall ? aptInstall(missing) : []
  const stillMissing = missingPackages(needed)
  if (stillMissing.length === 0) return missing
  throw new Error(
    [
      ...failures,
      `The tests need: ${stillMissing.join(', ')}. Run this as root on Debian or Ubuntu:`,
      `  apt-get update && ${INSTALL_COMMAND} ${stillMissing.join(' ')}`,
    ].join('\n'),
  )
}

export const findServerPrograms = (): Pick<Programs, 'initdb' | 'postgres'> => ({
  initdb: findPostgresProgram('initdb') ?? '',
  postgres: findPostgresProgram('postgres') ?? '',
})

/**
 * Finds the programs that tests start and installs missing ones. Throws with the command to run if not
 * allowed.
 */
export const provision = ({ withBrowser }: { withBrowser: boolean }): Programs => {
  installMissing(withBrowser ? TEST_PACKAGES : SERVER_PACKAGES)
  return { ...findServerPrograms(), chromium: findChromium() ?? '' }
}
