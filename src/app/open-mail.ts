import path from 'node:path'
import type { Config } from '../config/config.ts'
import { outboxFileGateway } from '../mail/outbox-file-gateway.ts'
import { type HandOver, type MailSender, smtpGateway } from '../mail/smtp-gateway.ts'
import type { Clock } from '../platform/clock.ts'

export type OpenMail = {
  handOver: HandOver
  from: MailSender
  /** Where mails are kept that are not sent; null where they are sent. */
  keptIn: string | null
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
      ...{ handOver: smtpGateway(smtpUrl), from: sender, keptIn: null },
      words: 'Mail: sent by the server of SMTP_URL',
    }
  const keptIn = path.join(dataDir, 'outbox')
  return {
    ...{ handOver: outboxFileGateway(keptIn, now), from: sender, keptIn },
    words: 'Mail: kept in the outbox, none is sent',
  }
}
