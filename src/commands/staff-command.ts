import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Argument, Command, InvalidArgumentError, Option } from 'commander'
import { hashPassword, SHORTEST_PASSWORD } from '../staff/password.ts'
import { parseRoles, ROLES, type Role } from '../staff/roles.ts'
import {
  addStaff,
  createSignInLink,
  disableStaff,
  findStaffByName,
  listStaff,
  setRoles,
} from '../staff/staff-store.ts'
import { inOneForm } from '../staff/typed-text.ts'
import { type Environment, withDatabase } from './opening.ts'
import { done, failed, type Outcome, type Report } from './outcome.ts'

type Roles = readonly Role[]

const ROLES_HELP = `${ROLES.join(', ')}, or several with commas between them`

/** Throws for wrong usage if a role is unknown. */
const readRoles = (text: string): Roles => {
  const parsed = parseRoles(text)
  if (parsed.ok) return parsed.roles
  throw new InvalidArgumentError(`There is no role "${parsed.unknown}". Roles: ${ROLES.join(', ')}.`)
}

export const staffCommand = (environment: Environment, report: Report): Command => {
  const staff = new Command('staff')
    .summary('adds, lists and disables staff members')
    .description('Staff members and their roles.')
  staff.addCommand(addCommand(environment, report))
  staff
    .command('role')
    .description('Replaces all roles of a staff member.')
    .argument('<name>')
    .addArgument(new Argument('<roles>', ROLES_HELP).argParser(readRoles))
    .action(async (name: string, roles: Roles) => report(await changeRoles(environment, name, roles)))
  staff
    .command('disable')
    .description('Ends every session of a staff member and refuses new ones.')
    .argument('<name>')
    .action(async (name: string) => report(await disable(environment, name)))
  staff
    .command('link')
    .description('Prints a link that signs a staff member in once, within a day.')
    .argument('<name>')
    .action(async (name: string) => report(await link(environment, name)))
  staff
    .command('list')
    .description('Lists staff members and their roles.')
    .action(async () => report(await list(environment)))
  return staff
}

const addCommand = (environment: Environment, report: Report): Command => {
  const command = new Command('add')
  return command
    .description('Adds a staff member. Asks for the password, or reads it from a pipe.')
    .argument('<name>')
    .addArgument(new Argument('[roles]', `${ROLES_HELP} (default: finance)`).argParser(readRoles))
    .addOption(new Option('--role <roles>', 'the same as [roles]').argParser(readRoles))
    .action(async (name: string, roles: Roles | undefined, { role }: { role?: Roles }) => {
      if (roles && role) command.error('error: name the roles once, after the name or with --role')
      report(await add(environment, name, roles ?? role ?? ['finance']))
    })
}

const list = (environment: Environment): Promise<Outcome> =>
  withDatabase(environment, async (database) => {
    const members = await listStaff(database)
    if (members.length === 0) return done('There is no staff yet: npm run mainstay -- staff add <name>')
    return done(
      members
        .map((member) => `${member.name} ${member.roles.join(',')}${member.disabledAt ? ' (disabled)' : ''}`)
        .join('\n'),
    )
  })

const changeRoles = (environment: Environment, name: string, roles: Roles): Promise<Outcome> =>
  withDatabase(environment, async (database) =>
    (await setRoles(database, name, roles))
      ? done(`Roles of ${name} now: ${roles.join(', ')}.`)
      : failed(`There is no member named ${name}.`),
  )

const disable = (environment: Environment, name: string): Promise<Outcome> =>
  withDatabase(environment, async (database) =>
    (await disableStaff(database, name, new Date()))
      ? done(`${name} is disabled.`)
      : failed(`There is no member named ${name}.`),
  )

const link = (environment: Environment, name: string): Promise<Outcome> =>
  withDatabase(environment, async (database, { publicUrl, host, port }) => {
    const member = await findStaffByName(database, name)
    if (!member || member.disabledAt) return failed(`There is no active member named ${name}.`)
    const origin = publicUrl?.origin ?? `http://${host}:${port}`
    return done(`${origin}${await createSignInLink(database, member.id)}`)
  })

// Some scripts write vowels as marks of their own.
const STAFF_NAME = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._-]{0,63}$/u

const add = async (environment: Environment, typedName: string, roles: Roles): Promise<Outcome> => {
  const name = inOneForm(typedName)
  if (!STAFF_NAME.test(name))
    return failed('A name has letters, digits, spaces and . _ - and at most 64 of them.')
  const password = inOneForm(await askPassword())
  if (password.length < SHORTEST_PASSWORD)
    return failed(`A password has at least ${SHORTEST_PASSWORD} characters.`)
  return withDatabase(environment, async (database) => {
    const member = { id: randomUUID(), name, passwordHash: await hashPassword(password), roles }
    const isNew = await addStaff(database, member, new Date())
    return isNew
      ? done(`${name} may sign in at /staff/sign-in.`)
      : failed(`There is already a member named ${name}.`)
  })
}

const askPassword = async (): Promise<string> => {
  if (!process.stdin.isTTY) {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
      .toString('utf8')
      .replace(/\r?\n$/, '')
  }
  process.stdout.write('Password: ')
  const silent = new Writable({ write: (_chunk, _encoding, next) => next() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  const password = await terminal.question('')
  terminal.close()
  process.stdout.write('\n')
  return password
}
