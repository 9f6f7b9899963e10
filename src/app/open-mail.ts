import path from 'node:path'
import type { Config } from '../config/config.ts'
import { outboxFileGateway } from '../mail/outbox-file-gateway.ts'
import { type DeliverMail, type MailSender, smtpGateway } from '../mail/smtp-gateway.ts'
import type { Clock } from '../platform/clock.ts'

export type OpenMail = {
  deliverMail: DeliverMail
  from: MailSender
  /** Where mails are kept that are not sent; null where they are sent. */
  outboxDirectory: string | null
}

/** The SMTP server of the configuration, or the outbox in DATA_DIR. */
export const openMail = (
  { mail: { smtpUrl, from }, dataDir }: Pick<Config, 'mail' | 'dataDir'>,
  now: Clock,
): OpenMail & { words: string } => {
  // Without a name it is the newsroom's, in the language of each mail.
  const sender = from ?? { name: '', address: 'newsroom@example.com' }
  if (smtpUrl)
    return {
      ...{ deliverMail: smtpGateway(smtpUrl), from: sender, outboxDirectory: null },
      words: 'Mail: sent by the server of SMTP_URL',
    }
  const outboxDirectory = path.join(dataDir, 'outbox')
  return {
    ...{ deliverMail: outboxFileGateway(outboxDirectory, now), from: sender, outboxDirectory },
    words: 'Mail: kept in the outbox, none is sent',
  }
}
