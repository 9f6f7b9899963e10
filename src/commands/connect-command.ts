import { Command } from 'commander'
import { API_VERSION } from '../billing/stripe/shapes/api-version.ts'
import type { SetupRequest } from '../billing/stripe/write/setup-gateway.ts'
import type { RepairableStep, StatementStep } from '../billing/stripe/write/setup-step.ts'
import { newWebhookSecret } from '../config/config.ts'
import { type Environment, type OpenedForCommand, withBilling } from './opening.ts'
import { done, failed, type Outcome, type Report } from './outcome.ts'

const DESCRIPTION = [
  'Sets up the account of STRIPE_SECRET_KEY for this newsroom. What is there already is left as it is:',
  'the webhook endpoint for PUBLIC_URL/stripe/webhooks, a product for each cadence, and a billing portal configuration.',
  'The secret of a new endpoint is shown once: put it into STRIPE_WEBHOOK_SECRETS.',
].join(' ')

const STATE_WORDS = {
  right: 'is as it should be',
  missing: 'is missing',
  differs: 'is there but differs',
} as const

export const connectCommand = (environment: Environment, report: Report): Command =>
  new Command('connect-stripe')
    .summary('sets up the Stripe account for this newsroom')
    .description(DESCRIPTION)
    .option('--dry-run', 'change nothing')
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      // The command finds out the secret, so it cannot require one.
      const withSecret = { STRIPE_WEBHOOK_SECRETS: newWebhookSecret(), ...present(environment) }
      report(await withBilling(withSecret, (opened) => connect(opened, dryRun)))
    })

const connect = async (
  { config, resources: { stripe, newsroom } }: OpenedForCommand,
  isDryRun: boolean,
): Promise<Outcome> => {
  if (config.publicUrl === null) return failed('PUBLIC_URL is missing: Stripe sends its events there.')
  const request: SetupRequest = {
    webhookUrl: new URL('/stripe/webhooks', config.publicUrl).href,
    returnUrl: new URL('/account', config.publicUrl).href,
    privacyUrl: new URL('/privacy', config.publicUrl).href,
    productName: newsroom.name[newsroom.languages[0]],
  }
  const lines: string[] = []
  for (const step of await stripe.inspectAccount(request)) {
    if (step.what === 'statement') {
      lines.push(statementRemark(step))
      continue
    }
    const current = `${step.what} ${step.id ?? ''} ${STATE_WORDS[step.state]}`.replace(/ {2,}/, ' ')
    if (step.state === 'right' || isDryRun) lines.push(current)
    else lines.push(...(await repair(stripe.repairAccount, request, step)))
    if (step.otherVersion !== undefined) lines.push(versionRemark(step.otherVersion))
  }
  return done(lines.join('\n'))
}

const statementRemark = ({ id, state, name, onCards }: StatementStep): string => {
  if (state === 'right') return `statement ${id} is what newsroom.yaml promises`
  const shown = onCards === null ? 'The key may not read the account’s own text.' : `Cards show “${onCards}”.`
  return `statement ${id ?? ''} is not what newsroom.yaml promises: “${name}”
  ${shown} Set it in Stripe’s dashboard: Settings, Business, Public details. See “Bank statements” in docs/newsroom.md.`
}

const versionRemark = (version: string): string =>
  `  It speaks version ${version}, and Mainstay is written for ${API_VERSION}. That does no harm: Mainstay reads only ids
  from events. To change it: delete it in Stripe’s dashboard, run this again, and enter the new secret.`

const present = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))

type RepairStep = (
  request: SetupRequest,
  step: RepairableStep,
) => Promise<{ id: string; secret: string | null }>

const repair = async (
  repairStep: RepairStep,
  request: SetupRequest,
  step: RepairableStep,
): Promise<string[]> => {
  const { id, secret } = await repairStep(request, step)
  return [
    `${step.what} ${id} ${step.state === 'missing' ? 'was made' : 'was put right'}`,
    ...(secret ? [`  Its secret, shown only now: STRIPE_WEBHOOK_SECRETS=${secret}`] : []),
  ]
}
