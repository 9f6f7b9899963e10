import path from 'node:path'
import type { Config } from '../../config/config.ts'
import { outboxFileGateway } from '../../mail/outbox-file-gateway.ts'
import { type MailGateway, type MailSender, smtpGateway } from '../../mail/smtp-gateway.ts'
import type { Clock } from '../../platform/clock.ts'

export type OpenMail = {
  gateway: MailGateway
  from: MailSender
  /** The folder of mails that are stored instead of sent; null if an SMTP server sends them. */
  outboxDirectory: string | null
}

/** Opens the configured SMTP server, or the outbox in DATA_DIR. */
export const openMail = (
  { mail: { smtpUrl, from }, dataDir }: Pick<Config, 'mail' | 'dataDir'>,
  now: Clock,
): OpenMail & { words: string } => {
  // Without a name, each mail carries the newsroom's name in its own language.
  const sender = from ?? { name: '', address: 'newsroom@example.com' }
  if (smtpUrl)
    return {
      gateway: smtpGateway(smtpUrl),
      from: sender,
      outboxDirectory: null,
      words: 'Mail: sent by the server of SMTP_URL',
    }
  const outboxDirectory = path.join(dataDir, 'outbox')
  return {
    gateway: outboxFileGateway(outboxDirectory, now),
    from: sender,
    outboxDirectory,
    words: 'Mail: kept in the outbox, none is sent',
  }
}
