import assert from 'node:assert/strict'
import type { Resources } from '../../src/app/resources.ts'
import { smtpGateway } from '../../src/mail/smtp-gateway.ts'
import { type GivenMainstay, givenMainstay } from './mainstay.ts'
import { givenReader, type Reader } from './people/reader.ts'
import { type GivenSmtp, givenSmtp, textOf } from './resources/smtp.ts'

export type GivenMailbox = {
  mainstay: GivenMainstay
  smtp: GivenSmtp
  /** What arrived for an address, in order: as it was sent, as its reader sees it, and what it is about. */
  sourcesTo: (address: string) => string[]
  textsTo: (address: string) => string[]
  subjectsTo: (address: string) => string[]
  /** Signed in by the last link that was mailed. */
  signIn: (address: string) => Promise<Reader>
  stop: () => Promise<void>
}

/** A newsroom whose mails go to a real SMTP server, and what arrives there. */
export const givenMailbox = async (
  change: (resources: Resources) => Resources = (resources) => resources,
): Promise<GivenMailbox> => {
  const smtp = await givenSmtp()
  const mainstay = await givenMainstay({
    change: (resources) =>
      change({
        ...resources,
        mail: { ...resources.mail, deliverMail: smtpGateway(smtp.url), outboxDirectory: null },
      }),
  }).catch(async (error) => {
    await smtp.stop()
    throw error
  })
  const sourcesTo = (address: string) =>
    smtp.received.filter(({ to }) => to.toLowerCase() === address.toLowerCase()).map(({ source }) => source)
  const textsTo = (address: string) => sourcesTo(address).map(textOf)
  return {
    mainstay,
    smtp,
    sourcesTo,
    textsTo,
    subjectsTo: (address) =>
      sourcesTo(address).map((source) => /^Subject: (.*)$/m.exec(source)?.[1]?.trim() ?? ''),
    signIn: async (address) => {
      const linksTo = () =>
        textsTo(address).flatMap((text) => /\/sign-in\/[A-Za-z0-9_-]{43}/.exec(text) ?? [])
      const before = linksTo().length
      const reader = givenReader(mainstay.origin)
      await reader.post('/sign-in', { address, language: 'en' })
      // What could not be handed over at once is tried again.
      await mainstay.eventually(() => assert.ok(linksTo().length > before, 'no link was mailed'))
      assert.equal((await reader.post(linksTo().at(-1) ?? '', {})).status, 303)
      return reader
    },
    stop: async () => {
      await mainstay.stop()
      await smtp.stop()
    },
  }
}
