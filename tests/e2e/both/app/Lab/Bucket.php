<?php

namespace App\Lab;

use RuntimeException;

/**
 * A bucket of an S3 server, spoken to by libcurl, which signs each request (Signature Version 4).
 *
 * It takes the config keys of Laravel's disk `s3`: key, secret, region, bucket, endpoint, use_path_style_endpoint.
 */
final class Bucket
{
    public function __construct(private array $config)
    {
        foreach (['key', 'secret', 'region', 'bucket', 'endpoint'] as $name) {
            if (($config[$name] ?? '') === '') {
                throw new RuntimeException("The disk s3 has no {$name}.");
            }
        }
    }

    public function put(string $key, string $body, string $type = 'application/octet-stream'): void
    {
        $this->send('PUT', $this->url($key), $body, ["Content-Type: {$type}"]);
    }

    public function get(string $key): ?string
    {
        return $this->send('GET', $this->url($key))['body'];
    }

    public function delete(string $key): void
    {
        $this->send('DELETE', $this->url($key));
    }

    /** @return array{size: int, type: string, time: int}|null what is known of an object; null where there is none */
    public function about(string $key): ?array
    {
        $answer = $this->send('HEAD', $this->url($key));

        return $answer['body'] === null ? null : $answer['about'];
    }

    /** @return list<string> the keys of all objects below a folder */
    public function keys(string $folder): array
    {
        $prefix = rawurlencode($folder === '' ? '' : rtrim($folder, '/').'/');
        $answer = $this->send('GET', $this->url('')."?list-type=2&prefix={$prefix}");
        $keys = [];
        foreach (simplexml_load_string($answer['body'])->Contents as $object) {
            $keys[] = (string) $object->Key;
        }

        return $keys;
    }

    private function url(string $key): string
    {
        $path = implode('/', array_map('rawurlencode', explode('/', $key)));
        $endpoint = rtrim($this->config['endpoint'], '/');
        if ($this->config['use_path_style_endpoint'] ?? false) {
            return "{$endpoint}/{$this->config['bucket']}/{$path}";
        }

        return str_replace('://', "://{$this->config['bucket']}.", $endpoint)."/{$path}";
    }

    /** @return array{body: ?string, about: array{size: int, type: string, time: int}} body is null where there is no object */
    private function send(string $method, string $url, string $body = '', array $headers = []): array
    {
        $request = curl_init($url);
        curl_setopt_array($request, [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_NOBODY => $method === 'HEAD',
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_TIMEOUT => 20,
            CURLOPT_FILETIME => true,
            CURLOPT_AWS_SIGV4 => "aws:amz:{$this->config['region']}:s3",
            CURLOPT_USERPWD => $this->config['key'].':'.$this->config['secret'],
            CURLOPT_HTTPHEADER => [...$headers, 'x-amz-content-sha256: '.hash('sha256', $body)],
        ]);
        if ($method === 'PUT') {
            curl_setopt($request, CURLOPT_POSTFIELDS, $body);
        }

        $received = curl_exec($request);
        $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
        if ($received === false || ($status >= 300 && $status !== 404)) {
            throw new RuntimeException("S3: {$method} answered {$status} ".curl_error($request).$received);
        }

        return [
            'body' => $status === 404 ? null : $received,
            'about' => [
                'size' => (int) curl_getinfo($request, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T),
                'type' => (string) curl_getinfo($request, CURLINFO_CONTENT_TYPE),
                'time' => (int) curl_getinfo($request, CURLINFO_FILETIME),
            ],
        ];
    }
}
