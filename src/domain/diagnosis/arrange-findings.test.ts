import { describe, expect, it } from 'vitest';
import { arrangeFindings } from './arrange-findings.ts';
import type { Finding } from './finding.ts';

const finding = (code: string, more: Partial<Finding> = {}): Finding => ({
  id: code,
  code,
  title: code,
  severity: 'CRITICAL',
  certainty: 'CONFIRMED',
  explanation: '',
  serviceId: 'svc_a',
  aspect: null,
  foundAt: new Date(0),
  checks: [],
  symptomOf: [],
  evidence: [],
  remedies: [],
  suppressedBy: null,
  ...more,
});
/** `a` needs `b`. */
const depths = {
  needs: (one: string, other: string) => one === 'svc_a' && other === 'svc_b',
  depth: (service: string) => (service === 'svc_b' ? 1 : 0),
};
const arranged = (...findings: readonly Finding[]) =>
  arrangeFindings(findings, depths).map(({ code, suppressedBy }) => [code, suppressedBy]);

describe('Of what was found', () => {
  it('the cause comes before its symptom, however bad that is', () => {
    const cause = finding('cause', { severity: 'WARNING' });
    expect(arranged(finding('symptom', { symptomOf: ['cause'] }), cause)).toEqual([
      ['cause', null],
      ['symptom', 'cause'],
    ]);
  });

  it('what is a symptom of whatever is wrong is explained by what says more', () => {
    expect(arranged(finding('loop', { symptomOf: ['*'] }), finding('flag'))).toEqual([
      ['flag', null],
      ['loop', 'flag'],
    ]);
  });

  it('what is a symptom of whatever is wrong is not explained by what is less bad', () => {
    expect(arranged(finding('loop', { symptomOf: ['*'] }), finding('odd', { severity: 'WARNING' }))).toEqual([
      ['loop', null],
      ['odd', null],
    ]);
  });

  it('what names its cause is explained by it, and never explains it in turn', () => {
    const named = finding('unreachable', { symptomOf: ['loop'] });
    expect(arranged(named, finding('loop', { symptomOf: ['*'] }))).toEqual([
      ['loop', null],
      ['unreachable', 'loop'],
    ]);
  });

  it('something is always left that nothing explains', () => {
    const circle = [
      finding('x', { symptomOf: ['y'] }),
      finding('y', { symptomOf: ['z'] }),
      finding('z', { symptomOf: ['x'] }),
    ];
    expect(arranged(...circle).filter(([, suppressedBy]) => suppressedBy === null)).toHaveLength(1);
  });

  it.each([
    ['only possible', finding('cause', { certainty: 'POSSIBLE' })],
    ['only worth knowing', finding('cause', { severity: 'INFO' })],
    ['about a service that it does not need', finding('cause', { serviceId: 'svc_c' })],
  ])('what is %s explains nothing', (_, cause) => {
    const found = arranged(finding('symptom', { symptomOf: ['cause'] }), cause);
    expect(found.map(([, suppressedBy]) => suppressedBy)).toEqual([null, null]);
  });

  it('what is wrong with a service that is needed explains it', () => {
    const below = finding('full', { serviceId: 'svc_b' });
    expect(arranged(finding('symptom', { symptomOf: ['full'] }), below)).toEqual([
      ['full', null],
      ['symptom', 'full'],
    ]);
  });
});
