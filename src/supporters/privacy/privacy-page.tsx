import { type Language, type Say, sayIn } from '../../messages/messages.ts'
import { accountFrame } from '../../web/page/account-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { DATA_INVENTORY, TOPICS, type Topic } from './data-inventory.ts'

type Props = { newsroom: Newsroom; language: Language; isInvited: boolean }

/** Says which personal data is stored, why and how long. Made from the inventory that tests compare to the schema. */
export const privacyPage = ({ newsroom, language, isInvited }: Props): string => {
  const say = sayIn(language)
  return accountFrame({
    newsroom,
    language,
    look: 'account',
    title: say('privacy.title'),
    path: '/privacy',
    isInvited,
    children: (
      <>
        <p>{say('privacy.lead')}</p>
        {TOPICS.map((topic) => (
          <TopicPanel key={topic} say={say} topic={topic} />
        ))}
        <section>
          <h2>{say('privacy.counts')}</h2>
          <p>{say('privacy.counts.text')}</p>
          <p>{say('privacy.counts.label')}</p>
        </section>
        <section>
          <h2>{say('privacy.stripe')}</h2>
          <p>{say('privacy.stripe.text')}</p>
        </section>
        <section>
          <h2>{say('privacy.rights')}</h2>
          <p>{say('privacy.rights.text')}</p>
          <p>
            <a href={`/account?language=${language}`}>{say('privacy.rights.link')}</a>
          </p>
        </section>
      </>
    ),
  })
}

const TopicPanel = ({ say, topic }: { say: Say; topic: Topic }) => (
  <section data-topic={topic}>
    <h2>{say(`privacy.${topic}`)}</h2>
    <p>{say(`privacy.${topic}.what`)}</p>
    <p>
      <strong>{say('privacy.why')}</strong> {say(`privacy.${topic}.why`)}
    </p>
    <p>
      <strong>{say('privacy.until')}</strong> {say(`privacy.${topic}.until`)}
    </p>
    <details>
      <summary>{say('privacy.columns')}</summary>
      <dl class="privacy-columns">
        {listTables(topic).map(([table, columns]) => (
          <div key={table}>
            <dt>
              <code>{table}</code>
            </dt>
            <dd>
              <code>{columns.join(', ')}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  </section>
)

const listTables = (topic: Topic): [string, readonly string[]][] =>
  Object.entries(DATA_INVENTORY)
    .filter(([, table]) => table.topic === topic)
    .map(([table, { columns }]) => [table, columns])
