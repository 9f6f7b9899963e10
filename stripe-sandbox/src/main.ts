import path from 'node:path'
import { startSandbox } from './server.ts'

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

const environment = process.env
if (environment['MAINSTAY_ENV'] === 'production') fail('The Stripe sandbox does not run in production')
const port = Number(environment['SANDBOX_PORT'] ?? 3001)
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  fail('SANDBOX_PORT is a port number from 0 to 65535')
const directory = path.join(environment['DATA_DIR'] || 'data', 'sandbox')

const sandbox = await startSandbox({ port, directory }).catch((error: NodeJS.ErrnoException) =>
  fail(
    error.code === 'EADDRINUSE' ? `Port ${port} is already in use: set SANDBOX_PORT` : String(error.stack),
  ),
)

const stop = () => void sandbox.stop().then(() => process.exit(0))

if (process.send) {
  // A parent process stops the sandbox by closing the channel, so Ctrl-C is left to the parent.
  process.send({ origin: sandbox.origin })
  process.on('disconnect', stop)
  process.on('SIGINT', () => {})
} else {
  process.stdout.write(`Stripe sandbox at ${sandbox.origin}\n`)
  process.on('SIGINT', stop)
}
process.on('SIGTERM', stop)
