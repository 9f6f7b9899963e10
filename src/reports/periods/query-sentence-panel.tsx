import { sayIn } from '../../messages/messages.ts'
import { querySentence, sinceSentence } from './period-words.ts'
import type { ParsedQuery } from './report-query.ts'

/** Says which period is shown, since when there are figures, and which parts of the address were invalid. */
export const QuerySentence = ({ query, problems }: Pick<ParsedQuery, 'query' | 'problems'>) => {
  const since = sinceSentence(query)
  return (
    <>
      {problems.map((problem) => (
        <p key={problem} class="remark" role="alert">
          {sayIn(query.language)(`query.problem.${problem}`)}
        </p>
      ))}
      <p class="query-sentence">
        {querySentence(query)}
        {since === null ? null : ` ${since}`}
      </p>
    </>
  )
}
