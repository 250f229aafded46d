// Linked into the tests that run under Node: getenv() sees the process's own environment.
Module.preRun = [() => Object.assign(ENV, process.env)].concat(Module.preRun ?? []);
