/** What the test runner puts into the page, as far as these tests use it. */
declare function describe(name: string, suite: () => void): void;
declare function it(name: string, test: () => void | Promise<void>): void;
declare function before(step: () => void | Promise<void>): void;
declare function beforeEach(step: () => void | Promise<void>): void;
declare function after(step: () => void | Promise<void>): void;
declare function afterEach(step: () => void | Promise<void>): void;
