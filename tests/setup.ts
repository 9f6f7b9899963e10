import { DEEP_PACKAGES, IMAGE_PACKAGES, installMissing, TEST_PACKAGES } from './given/resources/provision.ts'

const FLAGS = new Map([
  ['--deep', DEEP_PACKAGES],
  ['--image', IMAGE_PACKAGES],
])

const USAGE = `npm run setup               installs what npm test needs
npm run setup -- --deep     also what npm run test:deep needs
npm run setup -- --image    also what npm run test:image needs without Docker or Podman
`

const setUp = (flags: string[]): number => {
  if (flags.some((flag) => !FLAGS.has(flag))) {
    process.stderr.write(USAGE)
    return 2
  }
  try {
    const installed = installMissing([...TEST_PACKAGES, ...flags.flatMap((flag) => FLAGS.get(flag) ?? [])])
    const words = installed.length > 0 ? `Installed ${installed.join(', ')}.` : 'All programs are here.'
    process.stdout.write(`${words}\n`)
    return 0
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

process.exitCode = setUp(process.argv.slice(2))
