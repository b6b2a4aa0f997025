<?php

// Compiles the files named on stdin, one a line, without running them; prints [file, complaint or ""] for each.

if (! function_exists('opcache_compile_file')) {
    exit(2);
}
set_error_handler(fn () => true, E_WARNING); // opcache's "could not compile" would hide why
foreach (explode("\n", trim(stream_get_contents(STDIN))) as $file) {
    $complaint = '';
    $fatal = false;
    try {
        // The tokenizer throws what the parser says; opcache finds what only the compiler sees.
        token_get_all(file_get_contents($file), TOKEN_PARSE);
        error_clear_last();
        if ($fatal = ! opcache_compile_file($file)) {
            $complaint = error_get_last()['message'] ?? 'does not compile';
        }
    } catch (Throwable $error) {
        $complaint = $error->getMessage().' on line '.$error->getLine();
    }
    echo json_encode([$file, $complaint], JSON_INVALID_UTF8_SUBSTITUTE), "\n";
    if ($fatal) {
        exit; // half a file stays declared in this process: the next file needs a fresh one
    }
}
