import assert from 'node:assert/strict'
import type { Resources } from '../../src/app/open/resources.ts'
import { smtpGateway } from '../../src/mail/smtp-gateway.ts'
import { type GivenMainstay, givenMainstay } from './mainstay.ts'
import { givenReader, type Reader } from './people/reader.ts'
import { type GivenSmtp, givenSmtp, textOf } from './resources/smtp.ts'

export type GivenMailbox = {
  mainstay: GivenMainstay
  smtp: GivenSmtp
  /** The mails that arrived for an address, in order: source, readable text, and subject. */
  sourcesTo: (address: string) => string[]
  textsTo: (address: string) => string[]
  subjectsTo: (address: string) => string[]
  /** Signs in with the link of a new mail. */
  signIn: (address: string) => Promise<Reader>
  stop: () => Promise<void>
}

/** Starts a newsroom that sends mails to a real SMTP server. */
export const givenMailbox = async (
  change: (resources: Resources) => Resources = (resources) => resources,
): Promise<GivenMailbox> => {
  const smtp = await givenSmtp()
  const gateway = smtpGateway(smtp.url)
  const mainstay = await givenMainstay({
    change: (resources) =>
      change({
        ...resources,
        mail: { ...resources.mail, gateway, outboxDirectory: null },
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
      // A mail that fails at first is sent again.
      await mainstay.eventually(() => assert.ok(linksTo().length > before, 'no link was mailed'))
      assert.equal((await reader.post(linksTo().at(-1) ?? '', {})).status, 303)
      return reader
    },
    stop: async () => {
      await mainstay.stop()
      gateway.close()
      await smtp.stop()
    },
  }
}
