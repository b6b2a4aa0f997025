<!DOCTYPE html>
<title>{{ config('app.name') }}</title>
<h1>{{ config('app.name') }}</h1>
<p><a href="/products">Products</a></p>
